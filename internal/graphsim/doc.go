// Package graphsim is a Microsoft Graph on loopback, with one tenant in it.
package graphsim
