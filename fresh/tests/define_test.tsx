import { expect } from "expect";
import { createDefine, HttpError, page, type PageProps, type RouteData } from "../src/mod.ts";

interface State {
  user: string | null;
}

const define = createDefine<State>();

/** Fails to compile where the types differ. */
function expectType<T>() {
  return <U,>(_value: U & ([T, U] extends [U, T] ? unknown : never)): void => {};
}

Deno.test("define gives back what it is given", () => {
  const handler = define.handlers({ GET: () => new Response() });
  const middleware = define.middleware([(ctx) => ctx.next()]);
  const component = define.page(() => null);
  const layout = define.layout(() => null);
  for (const value of [handler.GET, middleware[0], component, layout]) {
    expect(typeof value).toBe("function");
  }
});

Deno.test("a page's data has the type of what its handlers answer", () => {
  const handler = define.handlers({
    GET: (ctx) => page({ name: ctx.state.user ?? "", n: 1 }),
    POST: async (ctx) => {
      if (ctx.state.user === null) throw new HttpError(401);
      await ctx.req.formData();
      return ctx.redirect("/", 303);
    },
  });
  define.page<typeof handler>((props) => {
    expectType<{ name: string; n: number }>()(props.data);
    expectType<string | null>()(props.state.user);
    return <p>{props.data.name}</p>;
  });
});

Deno.test("a handler function gives its page data, too", () => {
  const handler = define.handlers(async (ctx) => {
    if (ctx.params["id"] === "x") return new Response();
    return page(await Promise.resolve([1, 2]));
  });
  define.page<typeof handler>((props) => {
    expectType<number[]>()(props.data);
    return null;
  });
});

Deno.test("RouteData names the data of a handler", () => {
  const handler = createDefine<unknown>().handlers(() => page([1, 2]));
  expectType<number[]>()([1] as RouteData<typeof handler>);
});

Deno.test("layouts and middlewares know the state", () => {
  define.layout((props) => {
    expectType<string | null>()(props.state.user);
    return <props.Component />;
  });
  define.middleware((ctx) => {
    expectType<string | null>()(ctx.state.user);
    return ctx.next();
  });
  const props = {} as PageProps<{ a: 1 }, State>;
  expectType<{ a: 1 }>()(props.data);
});

Deno.test("page() without data has none", () => {
  expect(page()).toEqual({ data: undefined, headers: undefined, status: undefined });
  expect(page(null, { status: 201 }).status).toBe(201);
  expect(page(0).data).toBe(0);
});
