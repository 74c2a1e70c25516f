// Package archtest holds the architecture to what was agreed: who may import whom, what lies at the top of
// the repository, and what files are called. It has tests alone.
package archtest
