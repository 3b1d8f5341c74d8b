module go-faster

go 1.19
