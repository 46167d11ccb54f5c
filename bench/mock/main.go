// Serves the same records to everybody that is measured: pages rendered once, then sent from memory, so that the server
// is never the limit. GET /bench/page?page=K&per_page=N gives {"data":[…]}; an empty list after the last page.
// GET /bench/parents?page=K and /bench/children?parent=ID give a stream and its substream.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

const descriptionWords = "river field sluice canal water gate farm terrace valley stone "

// A record of about 500 bytes with 16 fields of the usual types.
func record(id int) string {
	changed := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(id) * time.Minute)
	start := (id * 7) % 40
	text := strings.Repeat(descriptionWords, 4)[start : start+180]
	return fmt.Sprintf(`{"id":%d,"name":"customer %d","email":"customer%d@example.test","is_active":%t,"balance":%d.%02d,`+
		`"orders":%d,"country":"%s","city":"town %d","created_at":"%s","updated_at":"%s","score":0.%03d,"plan":"%s",`+
		`"tags":["t%d","t%d"],"address":{"street":"street %d","zip":"%05d"},"note":null,"description":"%s"}`,
		id, id, id, id%3 != 0, id%9000, id%100, id%50, []string{"PT", "ES", "FR", "DE"}[id%4], id%300,
		changed.Format("2006-01-02T15:04:05Z"), changed.Add(time.Hour).Format("2006-01-02T15:04:05Z"), id%1000,
		[]string{"free", "pro", "team"}[id%3], id%10, id%7, id%500, id%100000, text)
}

type pages struct {
	sync.Mutex
	count    int
	unique   int
	rendered map[[2]int][]byte
}

// page renders a page once; from `unique` records on the same pages are sent again with their ids as they are.
func (p *pages) page(number, size int) []byte {
	first := (number - 1) * size
	if number < 1 || first >= p.count {
		return []byte(`{"data":[]}`)
	}
	key := [2]int{number, size}
	if p.unique > 0 {
		key[0] = (number - 1) % (p.unique / size)
	}
	p.Lock()
	defer p.Unlock()
	if body, found := p.rendered[key]; found {
		return body
	}
	var out strings.Builder
	out.WriteString(`{"data":[`)
	for i := first; i < first+size && i < p.count; i++ {
		if i > first {
			out.WriteByte(',')
		}
		out.WriteString(record(i + 1))
	}
	out.WriteString(`]}`)
	p.rendered[key] = []byte(out.String())
	return p.rendered[key]
}

// A list of bare objects with ids, and for each of them some records: one partition of a substream each.
const parentsPerPage, childrenPerParent = 100, 5

func parents(page, count int) string {
	var out []string
	for id := (page-1)*parentsPerPage + 1; id <= page*parentsPerPage && id <= count; id++ {
		out = append(out, fmt.Sprintf(`{"id":%d}`, id))
	}
	return `{"data":[` + strings.Join(out, ",") + `]}`
}

func children(parent int) string {
	var out []string
	for i := 1; i <= childrenPerParent; i++ {
		out = append(out, record((parent-1)*childrenPerParent+i))
	}
	return `{"data":[` + strings.Join(out, ",") + `]}`
}

func sendJSON(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write([]byte(body))
}

func numberOf(r *http.Request, name string) int {
	number, err := strconv.Atoi(r.URL.Query().Get(name))
	if err != nil || number < 1 {
		return 1
	}
	return number
}

func main() {
	address := flag.String("addr", "127.0.0.1:0", "where to listen")
	count := flag.Int("n", 200000, "records")
	unique := flag.Int("unique", 0, "render only so many and repeat them (0: all)")
	parentCount := flag.Int("parents", 10000, "partitions of the substream")
	latency := flag.Duration("latency", 0, "how long the server takes for each answer about children")
	flag.Parse()
	served := &pages{count: *count, unique: *unique, rendered: map[[2]int][]byte{}}
	http.HandleFunc("/bench/page", func(w http.ResponseWriter, r *http.Request) {
		number, _ := strconv.Atoi(r.URL.Query().Get("page"))
		size, _ := strconv.Atoi(r.URL.Query().Get("per_page"))
		if size < 1 || size > 10000 {
			http.Error(w, "per_page: wanted 1 to 10000", http.StatusBadRequest)
			return
		}
		body := served.page(number, size)
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
	})
	http.HandleFunc("/bench/parents", func(w http.ResponseWriter, r *http.Request) {
		sendJSON(w, parents(numberOf(r, "page"), *parentCount))
	})
	http.HandleFunc("/bench/children", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(*latency)
		sendJSON(w, children(numberOf(r, "parent")))
	})
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, nil))
}
