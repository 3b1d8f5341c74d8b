package dialer
