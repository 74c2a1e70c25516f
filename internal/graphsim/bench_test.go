package graphsim_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// BenchmarkFullTenant lists as many policies as a tenant can have.
func BenchmarkFullTenant(b *testing.B) {
	s := graphsim.New(graphsim.Options{})
	for i := range 240 {
		p := rich()
		p["id"] = idNumber(i)
		s.Put("policies", p)
	}
	token := s.Token()
	for b.Loop() {
		request := httptest.NewRequestWithContext(b.Context(), http.MethodGet, policiesPath+"?$top=999", nil)
		request.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, request)
		if w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
}
