/** Files that people upload: what one is by its content, and its content in KV. */
export { detectType, EXTENSIONS, type FileType, readJpeg } from "./file_type.ts";
export { readAtMost, type UploadedFile } from "./read_file.ts";
export {
  clearAbandonedUploads,
  deleteUpload,
  dropUpload,
  type OpenUpload,
  readUpload,
  stageKeepUpload,
  writeUpload,
} from "./uploads.ts";
