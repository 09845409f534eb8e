// Package egress asks web servers on behalf of a workflow, and nobody else: what a workflow, a contact's answer or a server's
// redirect says cannot make it reach the machine it runs on, the network around it or the metadata of a cloud.
//
// A request is judged three times. [Check] judges the URL before anything is resolved: its scheme, its port, and its host in any
// spelling. The dialer judges each address at the moment of connecting, after its name was resolved, so that a name which
// changes its mind gains nothing. Redirects are followed by hand, and each of their URLs is judged in the same two ways.
//
// What is judged is whether an address is global, by an allow-list: what is in no list is refused. [Classes] tells what that
// leaves out.
//
// A server can neither hold nor flood its caller: the time of a try, the header and the decoded body are bounded. What is
// secret stays with the origin that it was meant for. An [Error] names the host and what went wrong, and never holds a path, a
// query, a header or a body.
package egress
