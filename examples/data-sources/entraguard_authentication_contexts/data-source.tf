data "entraguard_authentication_contexts" "all" {}

output "free" {
  value = setsubtract([for n in range(1, 100) : "c${n}"], data.entraguard_authentication_contexts.all.contexts[*].id)
}
