resource "entraguard_conditional_access_policy" "compliant" {
  display_name = "CA041 Require a compliant device for all users"
  state        = "enabled"

  conditions = {
    users        = { include_users = ["All"] }
    applications = { include_applications = ["All"] }
  }

  grant_controls = {
    operator          = "OR"
    built_in_controls = ["compliantDevice"]
  }
}
