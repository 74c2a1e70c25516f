resource "entraguard_authentication_context" "payments" {
  id           = "c7"
  display_name = "Payments"
  description  = "A key, every time"
  is_available = true
}
