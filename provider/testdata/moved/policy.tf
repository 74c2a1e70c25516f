resource "entraguard_conditional_access_policy" "contractors" {
  display_name = "CA200 Contractors"
  state        = "disabled"
  conditions = {
    users = {
      exclude_users  = ["a1000000-0000-4000-8000-000000000001", "a1000000-0000-4000-8000-000000000002"]
      include_groups = ["b1000000-0000-4000-8000-000000000002", "b1000000-0000-4000-8000-000000000003"]
      exclude_groups = ["b1000000-0000-4000-8000-000000000004"]
      include_roles  = ["194ae4cb-b126-40b2-bd5b-6091b380977d"]
      exclude_roles  = ["88d8e3e3-8f55-4a1e-953a-9b9898b8876b"]
      exclude_guests_or_external_users = {
        guest_or_external_user_types = ["b2bCollaborationGuest", "internalGuest"]
        external_tenants             = { membership_kind = "enumerated", members = ["f1000000-0000-4000-8000-000000000001"] }
      }
    }
    applications = {
      include_applications = ["All"]
      exclude_applications = ["c1000000-0000-4000-8000-000000000001"]
    }
    client_app_types     = ["browser", "mobileAppsAndDesktopClients"]
    platforms            = { include_platforms = ["all"], exclude_platforms = ["linux"] }
    locations            = { include_locations = ["All"], exclude_locations = ["d1000000-0000-4000-8000-000000000001"] }
    devices              = { device_filter = { mode = "exclude", rule = "device.trustType -eq \"ServerAD\"" } }
    user_risk_levels     = ["high"]
    sign_in_risk_levels  = ["high", "medium"]
    insider_risk_levels  = ["elevated"]
    authentication_flows = { transfer_methods = ["deviceCodeFlow", "authenticationTransfer"] }
  }
  grant_controls = {
    operator                = "AND"
    built_in_controls       = ["compliantDevice"]
    terms_of_use            = ["f1000000-0000-4000-8000-000000000002"]
    authentication_strength = { id = "00000000-0000-0000-0000-000000000004" }
  }
  session_controls = {
    persistent_browser = { mode = "never" }
    cloud_app_security = { cloud_app_security_type = "monitorOnly" }
    sign_in_frequency  = { value = 4, type = "hours" }
  }
}
