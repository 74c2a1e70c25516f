data "entraguard_conditional_access_policy" "everyone" {
  display_name = "CA002 Require MFA for everyone"
}

# Whom does it leave out?
output "left_out" {
  value = data.entraguard_conditional_access_policy.everyone.conditions.users.exclude_groups
}
