/** What goes wrong over HTTP, in one sentence of JSON. */
import type { ServerResponse } from 'node:http'

/** Answers a status with `{"error": sentence}`. */
export function sorry(response: ServerResponse, status: number, error: string): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    .end(JSON.stringify({ error }))
}
