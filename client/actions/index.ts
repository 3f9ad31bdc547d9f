/** Every action. */
import { type ActionId, keymap } from '../keys/keymap.ts'
import type { Action } from './action.ts'
import { addBefore } from './add-before.ts'
import { addCircle } from './add-circle.ts'
import { addCurve } from './add-curve.ts'
import { addLayer } from './add-layer.ts'
import { addLinear } from './add-linear.ts'
import { addOutside } from './add-outside.ts'
import { addParallel } from './add-parallel.ts'
import { addPolygon } from './add-polygon.ts'
import { addSerial } from './add-serial.ts'
import { append } from './append.ts'
import { appendPicked } from './append-picked.ts'
import { applyOneBack } from './apply-one-back.ts'
import { applyTwoBack } from './apply-two-back.ts'
import { cleanGraph } from './clean-graph.ts'
import { clearClipColour } from './clear-clip-colour.ts'
import { clearTree } from './clear-default-tree.ts'
import { clearFlags } from './clear-flags.ts'
import { copy } from './copy.ts'
import { copyColour } from './copy-colour.ts'
import { deleteKeyframe } from './delete-keyframe.ts'
import { deleteNode } from './delete-node.ts'
import { extract } from './extract.ts'
import { firstVersion } from './first-version.ts'
import { flag } from './flag.ts'
import { grabStill } from './grab-still.ts'
import { keyframe } from './keyframe.ts'
import { labelNode } from './label-node.ts'
import { livePreview } from './live-preview.ts'
import { loadMemory } from './load-memory.ts'
import { lockClip } from './lock-clip.ts'
import { lockNode } from './lock-node.ts'
import { nextKeyframe } from './next-keyframe.ts'
import { nextNode } from './next-node.ts'
import { nextSelected } from './next-selected.ts'
import { nextStill } from './next-still.ts'
import { nodeMenu } from './node-menu.ts'
import { nodeOn } from './node-on.ts'
import { nodePictures } from './node-pictures.ts'
import { nodesOn } from './nodes-on.ts'
import { openShared } from './open-shared.ts'
import { paste } from './paste.ts'
import { previousKeyframe } from './previous-keyframe.ts'
import { previousNode } from './previous-node.ts'
import { previousSelected } from './previous-selected.ts'
import { previousStill } from './previous-still.ts'
import { printerLights } from './printer-lights.ts'
import { redo } from './redo.ts'
import { resetAll } from './reset-all.ts'
import { resetKeepNodes } from './reset-keep-nodes.ts'
import { resetNode } from './reset-node.ts'
import { ripple } from './ripple.ts'
import { rippleGroup } from './ripple-group.ts'
import { roomActions } from './room-actions.ts'
import { saveMemory } from './save-memory.ts'
import { scopesWindow } from './scopes-window.ts'
import { setTree } from './set-default-tree.ts'
import { shareNode } from './share-node.ts'
import { staticKeyframe } from './static-keyframe.ts'
import { trackBack } from './track-back.ts'
import { trackBackOne } from './track-back-one.ts'
import { trackBoth } from './track-both.ts'
import { trackForward } from './track-forward.ts'
import { trackOn } from './track-on.ts'
import { trackStop } from './track-stop.ts'
import { turnPrimaries } from './turn-primaries.ts'
import { undo } from './undo.ts'
import { unshareNode } from './unshare-node.ts'

export type { Action, Hands } from './action.ts'
export { copyGrade } from './clipboard.ts'
export { allFlagged, atHand, colourClips, commonColour, flagClips, unflagClips } from './flag-clips.ts'
export { addBeside, editGraph, nodeAtHand, rewire } from './graph-edit.ts'
export { jumpClip } from './jump.ts'
export { deleteKeyframes, writeKeyframes } from './keyframe-edit.ts'
export { lockOrLift } from './lock-or-lift.ts'
export { appendTo, applyGrade, copyTo, groupClips, rippleTo } from './many.ts'
export { writeTrack } from './tracking.ts'
export { go, speed, steers } from './transport.ts'
export { enclosing, windowOfNote } from './window-of-note.ts'
export { slotOf, withGallery } from './with-gallery.ts'

/** Those that only who grades has hands for; the others are in `room-actions.ts`. */
const gradingActions: readonly Action[] = [
  addSerial,
  addBefore,
  append,
  addParallel,
  addLayer,
  addOutside,
  addCircle,
  addLinear,
  addPolygon,
  addCurve,
  nodeOn,
  nodesOn,
  extract,
  deleteNode,
  previousNode,
  nextNode,
  resetNode,
  resetKeepNodes,
  resetAll,
  lockNode,
  copy,
  paste,
  applyOneBack,
  applyTwoBack,
  copyColour,
  ripple,
  rippleGroup,
  appendPicked,
  flag,
  clearFlags,
  clearClipColour,
  previousSelected,
  nextSelected,
  labelNode,
  shareNode,
  unshareNode,
  openShared,
  setTree,
  clearTree,
  nodeMenu,
  cleanGraph,
  nodePictures,
  undo,
  redo,
  scopesWindow,
  firstVersion,
  lockClip,
  printerLights,
  turnPrimaries,
  trackForward,
  trackBack,
  trackBoth,
  trackOn,
  trackBackOne,
  trackStop,
  keyframe,
  staticKeyframe,
  deleteKeyframe,
  previousKeyframe,
  nextKeyframe,
  grabStill,
  nextStill,
  previousStill,
  saveMemory,
  loadMemory,
  livePreview,
]

const byId = new Map([...roomActions, ...gradingActions].map((action) => [action.id, action]))

/** Every action, in the order of the keymap. */
export const actions: readonly Action[] = (Object.keys(keymap) as ActionId[]).flatMap((id) => byId.get(id) ?? [])

/** An action by its id. */
export const actionOf = (id: ActionId): Action => byId.get(id)!
