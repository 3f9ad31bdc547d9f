"""OpenColorIO beside the engine: reads one job as JSON from stdin, says what each chain costs, one JSON object a line.

Job: {"image": raw f32 RGB, "width", "height", "runs", "chains": {name: [step, ...]}, "out": folder}. One thread, the processor that
OpenColorIO calls its default, the image in place; the clock is this thread's own time, so that neighbours on the machine do not count.
The result of each chain is written to <out>/<name>.raw, for whoever wants to know that the same thing was measured.
"""
import array
import json
import sys
import time

try:
    import PyOpenColorIO as ocio
except ImportError:
    print(json.dumps({"missing": "PyOpenColorIO"}))
    sys.exit(0)

STYLES = {"log": ocio.GRADING_LOG, "lin": ocio.GRADING_LIN, "video": ocio.GRADING_VIDEO}


def rgbm(tuple4):
    m, r, g, b = tuple4
    return ocio.GradingRGBM(r, g, b, m)


def zone(amount, place):
    m, r, g, b = amount
    return ocio.GradingRGBMSW(r, g, b, m, *place)


def transform(step):
    kind = step["op"]
    if kind == "cdl":
        cdl = ocio.CDLTransform()
        cdl.setSlope(step["slope"])
        cdl.setOffset(step["offset"])
        cdl.setPower(step["power"])
        cdl.setSat(step["saturation"])
        return cdl
    if kind == "primary":
        values = ocio.GradingPrimary(STYLES["log"])
        values.brightness = rgbm(step["brightness"])
        values.contrast = rgbm(step["contrast"])
        values.gamma = rgbm(step["gamma"])
        values.saturation = step["saturation"]
        return ocio.GradingPrimaryTransform(values, STYLES["log"])
    if kind == "tone":
        values = ocio.GradingTone(STYLES["log"])
        for name in ("blacks", "shadows", "midtones", "highlights", "whites"):
            had = getattr(values, name)
            setattr(values, name, zone(step[name], (had.start, had.width)))
        values.scontrast = step["s-contrast"]
        return ocio.GradingToneTransform(values, STYLES["log"])
    if kind == "curve":
        own = [ocio.GradingBSplineCurve(step[c]) for c in ("r", "g", "b", "y")]
        return ocio.GradingRGBCurveTransform(ocio.GradingRGBCurve(*own), STYLES["log"])
    return ocio.FileTransform(step["file"], interpolation=ocio.INTERP_TETRAHEDRAL)


job = json.load(sys.stdin)
with open(job["image"], "rb") as file:
    source = array.array("f", file.read())
pixels = job["width"] * job["height"]
for name, steps in job["chains"].items():
    group = ocio.GroupTransform([transform(step) for step in steps])
    processor = ocio.Config.CreateRaw().getProcessor(group).getDefaultCPUProcessor()
    times = []
    for run in range(job["runs"] + 1):
        image = array.array("f", source)
        began = time.thread_time()
        processor.applyRGB(image)
        times.append(time.thread_time() - began)
    with open(f"{job['out']}/{name}.raw", "wb") as file:
        image.tofile(file)
    print(json.dumps({"name": name, "speed": pixels / min(times[1:]) / 1e6, "version": ocio.__version__}), flush=True)
