resource "entraguard_conditional_access_policy" "compliant_device" {
  display_name = "CA010 Require a compliant device for Office 365"

  # Report-only first: the sign-in logs show whom it would stop.
  state = "enabledForReportingButNotEnforced"

  conditions = {
    users = {
      include_users  = ["All"]
      exclude_groups = ["b1000000-0000-4000-8000-000000000001"] # Break-glass accounts
    }
    applications = {
      include_applications = ["Office365"]
    }
    locations = {
      include_locations = ["All"]
      exclude_locations = ["d1000000-0000-4000-8000-000000000001"] # Oslo office
    }
  }

  grant_controls = {
    operator          = "OR"
    built_in_controls = ["compliantDevice", "domainJoinedDevice"]
  }

  session_controls = {
    sign_in_frequency = {
      is_enabled         = true
      frequency_interval = "timeBased"
      type               = "hours"
      value              = 12
    }
  }
}

# A preview: Microsoft Graph has these conditions in beta alone. The policy is written through beta, and stays
# one that v1.0 shows without them.
resource "entraguard_conditional_access_policy" "risky_agents" {
  display_name = "CA900 Block agent identities at high risk"
  state        = "enabledForReportingButNotEnforced"

  conditions = {
    client_applications = {
      include_agent_id_service_principals = ["All"]
    }
    applications = {
      include_applications = ["All"]
    }
    agent_id_risk_levels = ["high"]
  }

  grant_controls = {
    operator          = "OR"
    built_in_controls = ["block"]
  }
}
