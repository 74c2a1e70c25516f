// Package review holds what the command line reports, and writes it: one file per format.
//
// A report is plain values. Formats only say what is in it; none of them judges anything.
package review
