terraform {
  required_providers {
    entraguard = {
      source = "entraguard/entraguard"
    }
  }
}

# The credentials come from ARM_TENANT_ID, ARM_CLIENT_ID and their kin, as for the azuread provider.
provider "entraguard" {
  guard = {
    # At least two administrators must be able to sign in and change policies, at every moment of an apply.
    minimum_admins = 2

    # The accounts that must work on the worst day: in every network, at every risk, with no device.
    break_glass = {
      groups  = ["b1000000-0000-4000-8000-000000000001"] # Break-glass accounts
      minimum = 2
    }

    # What no request tells. Whatever a verdict rests on is printed with it.
    assume = {
      platforms = ["windows", "macOS"]
    }
  }
}
