terraform {
  required_providers {
    entraguard = { source = "entraguard/entraguard" }
  }
}

variable "graph_endpoint" {
  description = "The simulator. Leave it out to talk to Microsoft Graph."
  type        = string
}

# Credentials come from ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET.
provider "entraguard" {
  graph_endpoint = var.graph_endpoint

  guard = {
    break_glass = {
      groups = ["20000000-0000-4000-8000-000000000001"] # Emergency access
    }
    assume = {
      # Administrators work from the office in Oslo.
      networks = [{ address = "203.0.113.7", country = "NO" }]
    }
  }
}
