# By its name, when another configuration manages it.
data "entraguard_named_location" "oslo" {
  display_name = "Oslo office"
}

output "oslo" {
  value = data.entraguard_named_location.oslo.id
}
