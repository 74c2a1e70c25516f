package provider

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// Terraform from 1.14 on has the provider write the configuration of what was found. It is valid, and changes
// nothing.
func TestGeneratedConfigurationChangesNothing(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	f.legacyBlock()
	f.strength("fido2", "password,microsoftAuthenticatorPush")
	p := newProtocol(t, f)
	for typeName, id := range map[string]string{
		policyType: adopted, locationType: office, strengthType: someGUID, contextType: "c99", defaultsType: defaultsEntity.address.sole,
	} {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			p := *p
			p.t = t
			state, _ := p.importAs(typeName, values{"id": id})
			generated, err := p.GenerateResourceConfig(t.Context(), &tfprotov6.GenerateResourceConfigRequest{TypeName: typeName, State: p.dynamic(state)})
			p.clean(generated.Diagnostics, err)
			validated, err := p.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: typeName, Config: generated.Config})
			p.clean(validated.Diagnostics, err)

			config := p.stateOf(typeName, generated.Config)
			proposed := maps.Clone(state)
			maps.Copy(proposed, config)
			planned, err := p.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
				TypeName: typeName, PriorState: p.dynamic(state), ProposedNewState: p.dynamic(proposed), Config: generated.Config,
			})
			p.clean(planned.Diagnostics, err)
			if diff := cmp.Diff(state, p.stateOf(typeName, planned.PlannedState), unordered); diff != "" {
				t.Errorf("the plan changes something (-state +plan)\n%s", diff)
			}
			if config["display_name"] == nil && typeName != defaultsType {
				t.Errorf("the configuration says little: %v", config)
			}
		})
	}
}
