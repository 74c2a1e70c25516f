// Package cli is the entraguard command.
//
// What it writes follows three rules. Results go to standard output, and nothing else does. Everything else
// goes to standard error, one line each: "entraguard: error: …", then "entraguard: hint: …" for what to do
// about it. Messages are lower-case and end without a full stop.
package cli
