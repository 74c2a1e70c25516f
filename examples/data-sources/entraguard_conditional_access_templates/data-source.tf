data "entraguard_conditional_access_templates" "all" {
  scenario = "emergingThreats"
}

output "suggested" {
  value = { for t in data.entraguard_conditional_access_templates.all.templates : t.name => t.grant_controls }
}
