package review

import "strings"

// markdown makes a name from a tenant fit for a page: nothing in it becomes a heading, a link, a table's edge
// or HTML.
func markdown(text string) string { return markup.Replace(plain(text)) }

var markup = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "&", "&amp;",
	"|", `\|`, "#", `\#`, "~", `\~`, "://", ":&#8203;//",
)
