package graph

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// TestManyAdministrators has more of them than one portion of readings holds. One whose groups are refused stays
// unread, though all the later ones are read.
func TestManyAdministrators(t *testing.T) {
	t.Parallel()
	const administrators = readAtOnce/3 + 40
	sim, c := start(t, graphsim.Options{})
	for i := range administrators {
		id := fmt.Sprintf("00000000-0000-0000-0000-00000001%04d", i)
		sim.Put("users", object{"id": id, "displayName": "Admin " + id, "accountEnabled": true, "userType": "Member"})
		sim.Put("roleAssignments", object{"id": "one of many " + id, "principalId": id, "roleDefinitionId": ca.RoleGlobalAdministrator, "directoryScopeId": "/"})
		sim.SetMethods(id, []map[string]any{{"@odata.type": ca.MethodPhone, "id": "3179e48a-750b-4051-897c-87b9720928f7", "phoneType": "mobile"}})
	}
	refused := to(http.MethodGet, "/users/"+adminID+"/transitiveMemberOf")
	sim.Fail(refused, -1, http.StatusForbidden, nil, `{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}`)
	tenant, err := c.Snapshot(soon(t), 0, Scope{})
	if err != nil {
		t.Fatal(err)
	}
	if unread := c.Unread(); len(unread) != 1 || unread[0].Fact != "group memberships" {
		t.Errorf("unread: %+v, want the group memberships", unread)
	}
	if got, want := len(tenant.Methods), administrators+3; got != want {
		t.Errorf("the methods of %d people were read, want %d", got, want)
	}
	each := map[string]int{}
	for _, r := range sim.Requests() {
		if strings.HasSuffix(r.Path, "/authentication/methods") {
			each[r.Path]++
		}
	}
	for path, n := range each {
		if n != 1 {
			t.Errorf("%s was asked for %d times", path, n)
		}
	}
}

func TestPortions(t *testing.T) {
	t.Parallel()
	for readings, want := range map[int]string{0: "[]", 1: "[1]", 2: "[2]", 3: "[2 1]", 4: "[2 2]"} {
		made := 0
		var sizes []int
		for part := range portions(2, func(yield func(reading) bool) {
			for made < readings && yield(reading{}) {
				made++
			}
		}) {
			if sizes = append(sizes, len(part)); made > 2*len(sizes) {
				t.Errorf("%d readings are made when portion %d comes", made, len(sizes))
			}
		}
		if got := fmt.Sprint(sizes); got != want {
			t.Errorf("%d readings come in portions of %s, want %s", readings, got, want)
		}
	}
}
