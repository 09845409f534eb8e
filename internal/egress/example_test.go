package egress_test

import (
	"fmt"

	"github.com/gousher/usher/internal/egress"
)

// The addresses that the http step never asks, unless they are opened.
func ExampleClasses() {
	for _, class := range egress.Classes() {
		fmt.Printf("%-20s %s\n", class.Prefix, class.Name)
	}
	// Output:
	// 169.254.169.254/32   cloud metadata
	// 169.254.170.2/32     cloud metadata
	// 169.254.170.23/32    cloud metadata
	// 169.254.42.42/32     cloud metadata
	// 168.63.129.16/32     cloud metadata
	// 100.100.100.200/32   cloud metadata
	// 192.0.0.192/32       cloud metadata
	// fd00:ec2::254/128    cloud metadata
	// fd00:ec2::23/128     cloud metadata
	// fd20:ce::254/128     cloud metadata
	// fd00:42::42/128      cloud metadata
	// fe80::a9fe:a9fe/128  cloud metadata
	// 0.0.0.0/8            this network
	// 10.0.0.0/8           private
	// 100.64.0.0/10        shared by a provider
	// 127.0.0.0/8          loopback
	// 169.254.0.0/16       link-local
	// 172.16.0.0/12        private
	// 192.0.0.0/24         protocol assignments
	// 192.0.2.0/24         documentation
	// 192.31.196.0/24      AS112
	// 192.52.193.0/24      multicast tunnels
	// 192.88.99.0/24       6to4 relays
	// 192.168.0.0/16       private
	// 192.175.48.0/24      AS112
	// 198.18.0.0/15        benchmarking
	// 198.51.100.0/24      documentation
	// 203.0.113.0/24       documentation
	// 224.0.0.0/4          multicast
	// 255.255.255.255/32   broadcast
	// 240.0.0.0/4          reserved
	// ::/128               unspecified
	// ::1/128              loopback
	// ::/96                IPv4-compatible
	// ::ffff:0:0:0/96      IPv4-translated
	// 64:ff9b::/96         NAT64
	// 64:ff9b:1::/48       local NAT64
	// 100::/64             discard
	// 100:0:0:1::/64       dummy
	// 2001::/32            Teredo
	// 2001:2::/48          benchmarking
	// 2001:10::/28         ORCHID
	// 2001:20::/28         ORCHID
	// 2001::/23            protocol assignments
	// 2001:db8::/32        documentation
	// 2002::/16            6to4
	// 2620:4f:8000::/48    AS112
	// 3ffe::/16            returned
	// 3fff::/20            documentation
	// 5f00::/16            segment routing
	// fc00::/7             unique local
	// fe80::/10            link-local
	// fec0::/10            site-local
	// ff00::/8             multicast
	// ::/3                 not global
	// 4000::/2             not global
	// 8000::/1             not global
}
