# One block for every object of the tenant. Terraform writes the resources themselves.

import {
  to = entraguard_named_location.offices
  id = "30000000-0000-4000-8000-000000000001"
}

import {
  to = entraguard_named_location.data_centres
  id = "30000000-0000-4000-8000-000000000002"
}

import {
  to = entraguard_named_location.high_risk_countries
  id = "30000000-0000-4000-8000-000000000003"
}

import {
  to = entraguard_named_location.countries_we_work_in
  id = "30000000-0000-4000-8000-000000000004"
}

import {
  to = entraguard_conditional_access_policy.ca001_require_mfa_for_everyone
  id = "40000000-0000-4000-8000-000000000001"
}

import {
  to = entraguard_conditional_access_policy.ca002_block_legacy_authentication
  id = "40000000-0000-4000-8000-000000000002"
}

import {
  to = entraguard_conditional_access_policy.ca003_phishing_resistant_mfa_for_global_administrators
  id = "40000000-0000-4000-8000-000000000003"
}

import {
  to = entraguard_conditional_access_policy.ca004_block_high_risk_countries
  id = "40000000-0000-4000-8000-000000000004"
}

import {
  to = entraguard_conditional_access_policy.ca005_block_device_code_flow
  id = "40000000-0000-4000-8000-000000000005"
}

import {
  to = entraguard_conditional_access_policy.ca006_block_authentication_transfer
  id = "40000000-0000-4000-8000-000000000006"
}

import {
  to = entraguard_conditional_access_policy.ca007_register_security_information_from_an_office_or_with_mfa
  id = "40000000-0000-4000-8000-000000000007"
}

import {
  to = entraguard_conditional_access_policy.ca008_require_mfa_to_register_devices
  id = "40000000-0000-4000-8000-000000000008"
}

import {
  to = entraguard_conditional_access_policy.ca009_require_mfa_for_risky_sign_ins
  id = "40000000-0000-4000-8000-000000000009"
}

import {
  to = entraguard_conditional_access_policy.ca010_change_the_password_of_risky_users
  id = "40000000-0000-4000-8000-000000000010"
}

import {
  to = entraguard_conditional_access_policy.ca011_block_administrators_at_high_sign_in_risk
  id = "40000000-0000-4000-8000-000000000011"
}

import {
  to = entraguard_conditional_access_policy.ca012_admin_portals_for_administrators_only
  id = "40000000-0000-4000-8000-000000000012"
}

import {
  to = entraguard_conditional_access_policy.ca013_require_mfa_for_azure_management
  id = "40000000-0000-4000-8000-000000000013"
}

import {
  to = entraguard_conditional_access_policy.ca014_managed_computers_for_office_365
  id = "40000000-0000-4000-8000-000000000014"
}

import {
  to = entraguard_conditional_access_policy.ca015_protected_apps_on_phones_for_office_365
  id = "40000000-0000-4000-8000-000000000015"
}

import {
  to = entraguard_conditional_access_policy.ca016_no_persistent_browser_on_unmanaged_devices
  id = "40000000-0000-4000-8000-000000000016"
}

import {
  to = entraguard_conditional_access_policy.ca017_administrators_sign_in_again_every_four_hours
  id = "40000000-0000-4000-8000-000000000017"
}

import {
  to = entraguard_conditional_access_policy.ca018_limited_office_365_on_unmanaged_devices
  id = "40000000-0000-4000-8000-000000000018"
}

import {
  to = entraguard_conditional_access_policy.ca019_watch_the_sessions_of_contractors
  id = "40000000-0000-4000-8000-000000000019"
}

import {
  to = entraguard_conditional_access_policy.ca020_require_mfa_for_guests
  id = "40000000-0000-4000-8000-000000000020"
}

import {
  to = entraguard_conditional_access_policy.ca021_guests_sign_in_again_every_day
  id = "40000000-0000-4000-8000-000000000021"
}

import {
  to = entraguard_conditional_access_policy.ca022_block_guests_from_azure_management
  id = "40000000-0000-4000-8000-000000000022"
}

import {
  to = entraguard_conditional_access_policy.ca023_service_accounts_from_the_data_centres_only
  id = "40000000-0000-4000-8000-000000000023"
}

import {
  to = entraguard_conditional_access_policy.ca024_payroll_export_from_the_data_centres_only
  id = "40000000-0000-4000-8000-000000000024"
}

import {
  to = entraguard_conditional_access_policy.ca025_block_unknown_platforms
  id = "40000000-0000-4000-8000-000000000025"
}

import {
  to = entraguard_conditional_access_policy.ca026_block_office_365_at_elevated_insider_risk
  id = "40000000-0000-4000-8000-000000000026"
}

import {
  to = entraguard_conditional_access_policy.ca027_work_from_the_countries_we_work_in
  id = "40000000-0000-4000-8000-000000000027"
}

import {
  to = entraguard_conditional_access_policy.ca028_compliant_devices_for_the_pilot
  id = "40000000-0000-4000-8000-000000000028"
}

import {
  to = entraguard_conditional_access_policy.ca029_old_mfa_outside_the_offices
  id = "40000000-0000-4000-8000-000000000029"
}

import {
  to = entraguard_conditional_access_policy.ca030_strong_sign_in_for_sensitive_documents
  id = "40000000-0000-4000-8000-000000000030"
}

import {
  to = entraguard_conditional_access_policy.ca031_keys_for_the_emergency_accounts
  id = "40000000-0000-4000-8000-000000000031"
}
