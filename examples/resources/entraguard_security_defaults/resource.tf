resource "entraguard_security_defaults" "off" {
  is_enabled = false
}
