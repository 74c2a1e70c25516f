package engine

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// A risk is a pair of levels: the user's and the sign-in's.
type risk struct {
	user, signIn ca.RiskLevel
	mask         mask
}

var allRisks = []ca.RiskLevel{ca.RiskNone, ca.RiskLow, ca.RiskMedium, ca.RiskHigh}

func (p *program) compileRisks() {
	var user, signIn [4]mask
	for i, level := range allRisks {
		user[i] = p.maskOf(func(c ca.Conditions) Value { return matchRisk(c.UserRiskLevels, level) })
		signIn[i] = p.maskOf(func(c ca.Conditions) Value { return matchRisk(c.SignInRiskLevels, level) })
	}
	for i, userRisk := range allRisks {
		for j, signInRisk := range allRisks {
			r := &risk{userRisk, signInRisk, newMask(p.n)}
			r.mask.meet(user[i], signIn[j])
			p.risks = append(p.risks, r)
		}
	}
	p.mildRisks = extremes(p.risks, milder)
	p.harshRisks = extremes(p.risks, harsher)
}
