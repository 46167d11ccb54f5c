module levada.test/bench/mock

go 1.19
