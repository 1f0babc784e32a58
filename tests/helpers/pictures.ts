/** Small pictures of every kind that a logo can be. */
import { encode } from "fast-png";
import type { UploadedFile } from "@/domain/upload/mod.ts";

/** A baseline JPEG of 96 × 40 pixels: a white disk on blue. */
export const LOGO_JPEG = Uint8Array.fromBase64(
  "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCN" +
    "l4x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wAAR" +
    "CAAoAGADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEG" +
    "E1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWG" +
    "h4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEB" +
    "AQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYk" +
    "NOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0" +
    "tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDPoorpNE0aMwrc3SbmblEPQD1NexUqKmrs" +
    "4IxcnZHN0V6B5MezZ5abP7u0YrD1vRoxC1zaptZeXQdCPUVjDFRk7NWNJUWldHN0UUV1GIUUUUAFFFFABRRRQAV6BDt8mPy/ubRt+mK8/rpN" +
    "E1mMQrbXT7WXhHPQj0NcuKg5RTXQ2oySdmb9Mm2+TJ5n3Np3fTFHnR7N/mJs/vbhisPW9ZjMLW1q+5m4dx0A9BXDTpynKyOmUlFXZzdFFFew" +
    "cAUUUUAFFFFABRRRQAUUUUAFFFFABRRRQAUUUUAFFFFABRRRQB//2Q==",
);

/** The same as a progressive JPEG. */
export const PROGRESSIVE_JPEG = Uint8Array.fromBase64(
  "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCN" +
    "l4x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wgAR" +
    "CAAoAGADASIAAhEBAxEB/8QAGAABAQEBAQAAAAAAAAAAAAAAAAUEBgH/xAAXAQEAAwAAAAAAAAAAAAAAAAAAAgME/9oADAMBAAIQAxAAAAHO" +
    "Utmea6DDCU0WwAAAdBz9Kqe/xhotmjZnAAAAAAAAA//EABoQAAMAAwEAAAAAAAAAAAAAAAEDEQAwMUD/2gAIAQEAAQUC2pSJBjkiaRzDzSlw" +
    "lGOcJ5P/xAAZEQEAAwEBAAAAAAAAAAAAAAABAAIRIDD/2gAIAQMBAT8BDY05oxc8/wD/xAAbEQEAAgIDAAAAAAAAAAAAAAABAAIDERIgMP/a" +
    "AAgBAgEBPwG1uMMo9cpslaq+f//EABwQAAEEAwEAAAAAAAAAAAAAAAABAhIwEBExQP/aAAgBAQAGPwK2TjhJtSawu6ouOkW+X//EABwQAAIC" +
    "AwEBAAAAAAAAAAAAAAERACEwMVEQQP/aAAgBAQABPyHKpCydCVJFxRyFEbGJeRV4vIrxKSojRlTRdcclZOz8v//aAAwDAQACAAMAAAAQBBBB" +
    "BBBgBBBBBBBBBB//xAAYEQEBAQEBAAAAAAAAAAAAAAABEQAgMP/aAAgBAwEBPxBFDIFOQGOAV8//xAAZEQEBAQADAAAAAAAAAAAAAAABEQAg" +
    "MEH/2gAIAQIBAT8QAVzEScVBPNBHX//EAB4QAQABAwUBAAAAAAAAAAAAAAExABFREDBxgbFA/9oACAEBAAE/EN10lDwGWvDZajSUHCZNrgF0" +
    "tpyC6W2jQUPCYa8NlqdBQcBg+X//2Q==",
);

/** The same with the four colours of print. */
export const CMYK_JPEG = Uint8Array.fromBase64(
  "/9j/4AAQSkZJRgABAQEASABIAAD/7gAOQWRvYmUAZAAAAAAC/9sAQwAIBgYHBgUIBwcHCQkICgwUDQwLCwwZEhMPFB0aHx4dGhwcICQuJyAi" +
    "LCMcHCg3KSwwMTQ0NB8nOT04MjwuMzQy/9sAQwEJCQkMCwwYDQ0YMiEcITIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIy" +
    "MjIyMjIyMjIyMjIy/8AAFAgAKABgBAEiAAIRAQMRAQQiAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMF" +
    "BQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpj" +
    "ZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz" +
    "9PX29/j5+v/EAB8BAAMBAQEBAQEBAQEAAAAAAAABAgMEBQYHCAkKC//EALURAAIBAgQEAwQHBQQEAAECdwABAgMRBAUhMQYSQVEHYXETIjKB" +
    "CBRCkaGxwQkjM1LwFWJy0QoWJDThJfEXGBkaJicoKSo1Njc4OTpDREVGR0hJSlNUVVZXWFlaY2RlZmdoaWpzdHV2d3h5eoKDhIWGh4iJipKT" +
    "lJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uLj5OXm5+jp6vLz9PX29/j5+v/aAA4EAQACEQMRBAAAPwB9FFec" +
    "+MfGNwt5LpmmTeVHH8ssyfeLdwD2A/PNfDYXCzxM+SB9FWrRpR5pHrlFFadlZLsEsq5J5CnpivRqK8C+13Pn+f8AaJfO/wCem87vzrt/B3jG" +
    "4a8i0zU5vNjk+WKZ/vBuwJ7g/nmvQxGTVKUHOMuaxzUsfGcuVqxmUV0Oxdu3aMemKo3tkuwyxLgjkqOmK9GooorxjuMyiiiiiiigAooooooo" +
    "oAKKKKKKKKACiiiivArvzfts/n/67zG3/wC9nn9a99rznxj4OuGvJdT0yHzY5PmlhT7wbuQO4P55r2cmxEKVSUZu3McOPpSnFOPQK6FMbF29" +
    "McVz1adlersEUrYI4DHpiuCqa0837bB5H+u8xdn+9nj9aPslz5/kfZ5fO/557Du/Ku38HeDrhbyLU9Th8qOP5ooX+8W7EjsB+ea+gxOJp0ab" +
    "lJ/8E8ulSlUkkkaFNfGxt3THNG9du7cMeuao3t6uwxRNkngsOmK9Gooor4Y+iMyiiiiiiigAooooooooAKKKKKKKKACiiiiiiigAoooooooo" +
    "AKKKKKKKKACiiiiiiigAooooooooAKKKKKKKKACiiiv/2Q==",
);

/** A PNG of one colour: three samples, or four with how opaque it is. */
export function makePng(
  [width, height]: readonly [number, number],
  color: readonly number[] = [27, 95, 220],
): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(width * height * color.length);
  for (let at = 0; at < data.length; at++) data[at] = color[at % color.length]!;
  return new Uint8Array(encode({ width, height, data, channels: color.length, depth: 8 }));
}

/** Bytes as somebody uploads them. */
export function asFile(bytes: Uint8Array<ArrayBuffer>, name = "logo.png"): UploadedFile & File {
  return new File([bytes], name);
}
