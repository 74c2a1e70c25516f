data "entraguard_named_locations" "all" {}

# Which locations are trusted?
output "trusted" {
  value = [for l in data.entraguard_named_locations.all.locations : l.display_name if try(l.ip.is_trusted, false)]
}
