# The id comes from elsewhere now: a plan does not know it yet.
resource "terraform_data" "emergency_group" {
  input = "20000000-0000-4000-8000-000000000007"
}

resource "entraguard_conditional_access_policy" "countries" {
  display_name = "CA040 Only from the countries we work in"
  state        = "enabled"

  conditions = {
    users = {
      include_users = ["All"]
      exclude_groups = [
        terraform_data.emergency_group.output,
        "20000000-0000-4000-8000-000000000004", # Service accounts, which have a policy of their own
      ]
    }
    applications = {
      include_applications = ["All"]
    }
    locations = {
      include_locations = ["All"]
      exclude_locations = [entraguard_named_location.countries_we_work_in.id]
    }
  }

  grant_controls = {
    operator          = "OR"
    built_in_controls = ["block"]
  }
}
