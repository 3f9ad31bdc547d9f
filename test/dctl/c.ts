/** DCTL compiled as C: a header of its words, a harness that reads pixels and writes what the text makes of them. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A C compiler, or null with a line that says so: then what needs one is left out. */
export function compiler(): string | null {
  for (const name of ['cc', 'gcc', 'clang'])
    try {
      execFileSync(name, ['--version'], { stdio: 'pipe' })
      return name
    } catch {
      // Not here: the next one.
    }
  console.log('No C compiler on this machine (cc, gcc, clang): DCTL is printed and not run.')
  return null
}

const header = `#include <math.h>
#include <string.h>
#define __DEVICE__ static
#define __CONSTANT__ static const
typedef struct { float x, y, z; } float3;
static float3 make_float3(float x, float y, float z) { float3 v = { x, y, z }; return v; }
static int as_int(float x) { int i; memcpy(&i, &x, 4); return i; }
static float as_float(int i) { float x; memcpy(&x, &i, 4); return x; }
#define _fabs fabsf
#define _floorf floorf
#define _copysignf copysignf
#define _powf powf
#define _exp2f exp2f
#define _log2f log2f
`

const main = (n: number): string => `#include <stdio.h>
#include <stdlib.h>
${Array.from({ length: n }, (_, i) => `void run${i}(int w, int h, const float *in, float *out);`).join('\n')}
int main(int argc, char **argv) {
  int w = atoi(argv[1]), h = atoi(argv[2]);
  void (*runs[])(int, int, const float *, float *) = { ${Array.from({ length: n }, (_, i) => `run${i}`).join(', ')} };
  float *in = malloc(12 * w * h), *out = malloc(12 * w * h);
  FILE *from = fopen(argv[3], "rb"), *to = fopen(argv[4], "wb");
  if (!from || !to || fread(in, 12, w * h, from) != (size_t)(w * h)) return 1;
  for (int i = 0; i < ${n}; i++) { runs[i](w, h, in, out); if (fwrite(out, 12, w * h, to) != (size_t)(w * h)) return 2; }
  return 0;
}
`
const runner = (i: number): string => `
void run${i}(int w, int h, const float *in, float *out) {
  for (int y = 0, o = 0; y < h; y++) for (int x = 0; x < w; x++, o += 3) {
    float3 v = transform(w, h, x, y, in[o], in[o + 1], in[o + 2]);
    out[o] = v.x; out[o + 1] = v.y; out[o + 2] = v.z;
  }
}
`

/** What each text makes of these pixels, R G B in turn. \`flags\`: of the compiler, beside warnings as errors. */
export function runDctl(
  cc: string,
  texts: readonly string[],
  width: number,
  height: number,
  pixels: Float32Array,
  flags: readonly string[],
): Float32Array[] {
  const folder = mkdtempSync(join(tmpdir(), 'samelight-dctl-'))
  const at = (name: string) => join(folder, name)
  try {
    texts.forEach((text, i) => {
      writeFileSync(at(`t${i}.c`), `${header}${text}${runner(i)}`)
    })
    writeFileSync(at('main.c'), main(texts.length))
    writeFileSync(at('in'), new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength))
    const sources = [at('main.c'), ...texts.map((_, i) => at(`t${i}.c`))]
    execFileSync(cc, ['-w', ...flags, '-o', at('run'), ...sources, '-lm'], { stdio: 'pipe' })
    execFileSync(at('run'), [`${width}`, `${height}`, at('in'), at('out')], { stdio: 'pipe' })
    const all = readFileSync(at('out'))
    const n = pixels.length
    return texts.map((_, i) => new Float32Array(new Uint8Array(all.subarray(4 * n * i, 4 * n * (i + 1))).buffer))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
