resource "entraguard_authentication_strength_policy" "administrators" {
  display_name = "Administrators"
  description  = "The keys that we hand out, or a certificate of our own authority"

  allowed_combinations = ["fido2", "x509CertificateMultiFactor"]

  combination_configurations = {
    fido2 = {
      allowed_aaguids = ["cb69481e-8ff7-4039-93ec-0a2729a154a8"]
    }
    x509_certificate_multi_factor = {
      allowed_issuer_skis = ["9a4248c6ac8c2931ab2a86537818e92e7b6c97b6"]
    }
  }
}

# A policy asks for it by its id.
resource "entraguard_conditional_access_policy" "administrators" {
  display_name = "Administrators sign in with a key"
  state        = "enabledForReportingButNotEnforced"

  conditions = {
    users = {
      include_roles  = ["62e90394-69f5-4237-9190-012177145e10"] # Global Administrator
      exclude_groups = ["b1000000-0000-4000-8000-000000000001"] # Break-glass accounts
    }
    applications = {
      include_applications = ["All"]
    }
  }

  grant_controls = {
    operator                = "OR"
    authentication_strength = { id = entraguard_authentication_strength_policy.administrators.id }
  }
}
