package tls
