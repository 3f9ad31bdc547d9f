/** A peer of the hub as a process of its own: `y` is @y/websocket-server, `hocuspocus` is Hocuspocus, each as its makers start it, without a disk. Says its port in one line of JSON. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from '@hocuspocus/server'
import { setupWSConnection } from '@y/websocket-server/utils'
import { WebSocketServer } from 'ws'

if (process.argv[2] === 'hocuspocus') {
  const server = new Server({ port: 0, address: '127.0.0.1', quiet: true })
  await server.listen()
  process.stdout.write(`${JSON.stringify({ port: server.address.port })}\n`)
} else {
  const sockets = new WebSocketServer({ noServer: true })
  const server = createServer()
  sockets.on('connection', setupWSConnection)
  server.on('upgrade', (request, socket, head) =>
    sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request)),
  )
  server.listen(0, '127.0.0.1', () =>
    process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`),
  )
}
