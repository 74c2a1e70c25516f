package main

import "time"

const week = 7 * 24 * time.Hour

func write(name string) func(*stage) error {
	return func(s *stage) error { return s.write(name) }
}

// steps is the story: a team takes its tenant under management, and then changes it.
var steps = []step{
	{
		title: "Adopt the tenant",
		words: "Contoso has two emergency accounts, four administrators and 31 policies. Import blocks\n" +
			"name them; Terraform writes the configuration, and imports everything as it is.",
		prepare: func(s *stage) error {
			if err := s.write("main.tf"); err != nil {
				return err
			}
			return s.write("imports.tf")
		},
		commands: [][]string{
			{"plan", "-generate-config-out=adopted.tf"},
			{"apply", "-auto-approve"},
		},
		says:     []string{"Resources: 35 imported, 0 added, 0 changed, 0 destroyed."},
		expected: "35 objects adopted; nothing was written to the tenant.",
	},
	{
		title:    "Plan again",
		words:    "What was adopted is what the tenant has: there must be no difference.",
		commands: [][]string{{"plan", "-detailed-exitcode"}},
		says:     []string{"No changes."},
		expected: "No difference.",
	},
	{
		title: "A new policy, enabled at once",
		words: "Somebody adds \"CA040 Only from the countries we work in\" and writes state = \"enabled\".\n" +
			"Nobody has seen yet whom it would stop.",
		prepare:  write("countries.enabled.tf"),
		commands: [][]string{{"apply", "-auto-approve"}},
		refused:  true,
		says:     []string{"EG030"},
		expected: "Refused at plan: a policy is watched in report-only before it is enforced.",
	},
	{
		title:    "The same policy in report-only",
		words:    "The same, with state = \"enabledForReportingButNotEnforced\".",
		prepare:  write("countries.report_only.tf"),
		commands: [][]string{{"apply", "-auto-approve"}},
		says:     []string{"1 added, 0 changed, 0 destroyed"},
		writes:   1,
		expected: "Created, and watching.",
	},
	{
		title:    "Promoted too early",
		words:    "A day later somebody is in a hurry.",
		prepare:  write("countries.enabled.tf"),
		later:    24 * time.Hour,
		commands: [][]string{{"apply", "-auto-approve"}},
		refused:  true,
		says:     []string{"EG030"},
		expected: "Refused: the tenant's own timestamps say that it has soaked for one day, not seven.",
	},
	{
		title:    "Promoted after its soak",
		words:    "A week later the same change is proposed again.",
		later:    week,
		commands: [][]string{{"apply", "-auto-approve"}},
		says:     []string{"0 added, 1 changed, 0 destroyed"},
		writes:   1,
		expected: "Enabled, one write.",
	},
	{
		title: "\"Require a compliant device for all users\"",
		words: "The classic. Two people in the company have a compliant device; no administrator has.\n" +
			"After this apply nobody could sign in to take it back.",
		prepare:  write("compliant.tf"),
		commands: [][]string{{"apply", "-auto-approve"}},
		refused:  true,
		says:     []string{"EG001", "EG021", "bg-1@contoso.onmicrosoft.com", "device"},
		expected: "Refused at plan, with the accounts, the policy to blame and the sign-in that shows it.",
	},
	{
		title: "A danger that only the apply can see",
		words: "Service accounts are left out of CA040, and the exclusion of the emergency accounts is rewired\n" +
			"through another resource. The plan does not know that id yet; the apply learns that it is the\n" +
			"group of the former accounts.",
		prepare: func(s *stage) error {
			if err := s.bench.Remove("compliant.tf"); err != nil {
				return err
			}
			return s.write("countries.rewired_wrong.tf")
		},
		commands: [][]string{{"apply", "-auto-approve"}},
		refused:  true,
		says:     []string{"EG090", "EG003"},
		expected: "Warned at plan, refused at apply before anything was sent: the tenant is untouched.",
	},
	{
		title:    "The fix",
		words:    "The same change and the same wiring, with the right group.",
		prepare:  write("countries.rewired_right.tf"),
		commands: [][]string{{"apply", "-auto-approve"}, {"plan", "-detailed-exitcode"}},
		says:     []string{"No changes."},
		writes:   1,
		expected: "Applied, and no difference is left.",
	},
}
