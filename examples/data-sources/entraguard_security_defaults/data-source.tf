data "entraguard_security_defaults" "tenant" {}

# Enabled policies need them to be off.
check "security_defaults_are_off" {
  assert {
    condition     = !data.entraguard_security_defaults.tenant.is_enabled
    error_message = "Security defaults are on: the service enables no Conditional Access policy."
  }
}
