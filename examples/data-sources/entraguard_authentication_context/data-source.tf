data "entraguard_authentication_context" "payroll" {
  id = "c1"
}

output "published" {
  value = data.entraguard_authentication_context.payroll.is_available
}
