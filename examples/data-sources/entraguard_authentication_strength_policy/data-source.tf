# One of the three that Microsoft provides, or one of the tenant's own.
data "entraguard_authentication_strength_policy" "phishing_resistant" {
  display_name = "Phishing-resistant MFA"
}

output "strength" {
  value = { id = data.entraguard_authentication_strength_policy.phishing_resistant.id }
}
