package graphsim_test

import (
	"net/http"
	"testing"
)

func TestContradict(t *testing.T) {
	t.Parallel()
	c := whatIf(t)
	id, _ := c.post(policiesPath, policy(with("state", "enabled"))).want(http.StatusCreated).body["id"].(string)
	other, _ := c.post(policiesPath, policy(with("state", "disabled"))).want(http.StatusCreated).body["id"].(string)
	says := func(of string) (any, any) {
		for _, result := range c.post(evaluatePath, signIn()).want(http.StatusOK).value() {
			if result["id"] == of {
				return result["policyApplies"], result["analysisReasons"]
			}
		}
		return nil, nil
	}
	c.server.Contradict(id)
	c.server.Contradict(other)
	if applies, why := says(id); applies != false || why != "users" {
		t.Errorf("a policy that applies: %v, %v", applies, why)
	}
	if applies, why := says(other); applies != true || why != "notSet" {
		t.Errorf("a policy that does not: %v, %v", applies, why)
	}
	c.server.Contradict(id)
	if applies, why := says(id); applies != true || why != "notSet" {
		t.Errorf("called again: %v, %v", applies, why)
	}
}
