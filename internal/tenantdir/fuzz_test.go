package tenantdir

import (
	"reflect"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// FuzzFile gives each file of a folder any content. It is taken or refused with one line, the same each
// time, and what is refused adds nothing to the tenant.
func FuzzFile(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, file := range files {
			var tenant, again ca.Tenant
			err, errAgain := file.decode(&tenant, data), file.decode(&again, data)
			if (err == nil) != (errAgain == nil) || (err != nil && err.Error() != errAgain.Error()) {
				t.Fatalf("%s: first %v, then %v", file.name, err, errAgain)
			}
			if !reflect.DeepEqual(tenant, again) {
				t.Fatalf("%s: read again, it is another tenant", file.name)
			}
			if err == nil {
				continue
			}
			if said := err.Error(); said == "" || strings.ContainsAny(said, "\r\n") {
				t.Errorf("%s: the error is not one line: %q", file.name, said)
			}
			if !reflect.DeepEqual(tenant, ca.Tenant{}) {
				t.Errorf("%s: refused with %q, and still something was read", file.name, err)
			}
		}
	})
}
