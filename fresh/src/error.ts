/** The error that carries an HTTP status. Free of server code: islands import it through `fresh/runtime`. */

/** A status of a failed request: 4xx is the client's fault, 5xx the server's. */
export type ErrorStatus =
  | 400
  | 401
  | 402
  | 403
  | 404
  | 405
  | 406
  | 407
  | 408
  | 409
  | 410
  | 411
  | 412
  | 413
  | 414
  | 415
  | 416
  | 417
  | 418
  | 421
  | 422
  | 423
  | 424
  | 425
  | 426
  | 428
  | 429
  | 431
  | 451
  | 500
  | 501
  | 502
  | 503
  | 504
  | 505
  | 506
  | 507
  | 508
  | 510
  | 511;

/**
 * An error that stands for an HTTP status. Throw it from a middleware, a handler or a component: the app answers with
 * the `notFound` route, the nearest error route, or the message as plain text.
 *
 * ```ts
 * app.get("/orders/:id", async (ctx) => {
 *   const order = await findOrder(ctx.params.id);
 *   if (order === null) throw new HttpError(404, "There is no such order");
 *   return ctx.json(order);
 * });
 * ```
 */
export class HttpError extends Error {
  /** The HTTP status of the answer. */
  status: ErrorStatus;

  /**
   * Makes an error for a status.
   *
   * @param status HTTP status of the answer
   * @param message what the visitor may read; where it is missing, the answer has the status' standard text
   * @param options `cause` keeps the error behind this one
   */
  constructor(status: ErrorStatus, message?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = this.constructor.name;
    this.status = status;
  }
}
