data "entraguard_conditional_access_policies" "staged" {
  state = "enabledForReportingButNotEnforced"
}

# Import blocks for everything that is in report-only.
output "import_blocks" {
  value = join("\n", [
    for i, p in data.entraguard_conditional_access_policies.staged.policies :
    "import {\n  to = entraguard_conditional_access_policy.staged_${i} # ${p.display_name}\n  id = \"${p.id}\"\n}"
  ])
}
