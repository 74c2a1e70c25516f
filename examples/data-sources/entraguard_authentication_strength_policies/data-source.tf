data "entraguard_authentication_strength_policies" "all" {}

# Which strengths does a password with a text message satisfy?
output "satisfied_by_sms" {
  value = [
    for s in data.entraguard_authentication_strength_policies.all.policies :
    s.display_name if contains(s.allowed_combinations, "password,sms")
  ]
}
