// Package startup keeps the start of the provider's process short: Terraform starts it several times for one plan.
package startup

import (
	"runtime"
	"runtime/debug"
)

// firstCollection is what GOGC is until garbage was collected once: the first time is at a heap of 16 MB
// instead of 4.
const firstCollection = 400

// CollectLater puts off the first collection of garbage, and lets those after it come as usual.
//
// A start fills the runtime's smallest heap of 4 MB, much of it for as long as the process lives. The first
// collection would fall into the making of the schema, find little to free, and take a core that Terraform
// could use. A plan that grows beyond 16 MB collects at the usual pace from there.
func CollectLater() {
	usual := debug.SetGCPercent(firstCollection)
	type sentinel struct{ _ [64]byte } // large enough to share its memory with nothing that lives
	runtime.AddCleanup(new(sentinel), func(usual int) { debug.SetGCPercent(usual) }, usual)
}
