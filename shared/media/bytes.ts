/** Random access to a file, handed in by whoever has it: a path, a Blob, a URL. */
export interface Bytes {
  readonly size: number
  /** Exactly `length` bytes from `offset`; the caller stays inside the file. */
  read(offset: number, length: number): Promise<Uint8Array>
}
