package io.handclasp.proxy.admin;

import io.handclasp.proxy.admin.OriginGuard.Refusal;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the admin listener, one request after the other: the next is read once the
 * answer to the last is written, so that a browser that takes nothing holds one answer. On the
 * admin event loop, but resources answer on the working threads.
 */
final class AdminConnection extends SimpleChannelInboundHandler<HttpObject> {
  private static final Logger LOG = LoggerFactory.getLogger("lifecycle");
  private static final int LARGEST_BODY = 64 * 1024;
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
  private static final String STREAM = "/handshakes/stream";

  private final AdminRoutes routes;
  private final OriginGuard guard;
  private final LiveFeed feed;
  private final Executor workers;
  private @Nullable HttpRequest head;
  private int bodyBytes;
  private State state = State.READING;
  private boolean ending;

  /** What the connection is at. */
  private enum State {
    READING,
    WORKING,
    ANSWERING,
    STREAMING,
    CLOSING
  }

  AdminConnection(AdminRoutes routes, OriginGuard guard, LiveFeed feed, Executor workers) {
    this.routes = routes;
    this.guard = guard;
    this.feed = feed;
    this.workers = workers;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
    if (state == State.CLOSING) {
      return;
    }
    if (state != State.READING) {
      ctx.close(); // the next request may only follow the answer, and none follows events
      return;
    }
    if (message.decoderResult().isFailure()) {
      head = null;
      refuse(ctx, 400, "this is no HTTP that is understood here");
      return;
    }
    if (message instanceof HttpRequest request) {
      head = request;
      bodyBytes = 0;
    }
    if (message instanceof HttpContent content) {
      bodyBytes += content.content().readableBytes();
    }
    if (bodyBytes > LARGEST_BODY) {
      refuse(ctx, 413, "a body of at most 64 KiB is expected");
    } else if (message instanceof LastHttpContent && head != null) {
      onRequest(ctx, head);
    }
  }

  private void onRequest(ChannelHandlerContext ctx, HttpRequest request) {
    HttpHeaders fields = request.headers();
    String method = request.method().name();
    if (!METHODS.contains(method)) {
      answer(ctx, request, notAllowed(Set.of("GET", "POST")));
      return;
    }
    if (!request.uri().startsWith("/")) {
      refuse(ctx, 400, "a path is expected");
      return;
    }
    String path;
    QueryStringDecoder target = new QueryStringDecoder(request.uri());
    try {
      path = target.path();
    } catch (IllegalArgumentException e) {
      refuse(ctx, 400, "the path is not well encoded");
      return;
    }
    Refusal refusal =
        guard.check(
            method,
            fields.getAll(HttpHeaderNames.HOST),
            fields.get(HttpHeaderNames.ORIGIN),
            fields.get("Sec-Fetch-Site"),
            isVisit(path, fields));
    if (refusal != null) {
      refuse(ctx, refusal.status(), refusal.sentence());
    } else if (path.equals(STREAM) && method.equals("GET")) {
      stream(ctx);
    } else {
      dispatch(ctx, request, path, target);
    }
  }

  private static boolean isVisit(String path, HttpHeaders fields) {
    return path.equals("/")
        && "navigate".equals(fields.get("Sec-Fetch-Mode"))
        && "document".equals(fields.get("Sec-Fetch-Dest"));
  }

  private void dispatch(
      ChannelHandlerContext ctx, HttpRequest request, String path, QueryStringDecoder target) {
    String method = request.method().name().equals("POST") ? "POST" : "GET";
    AdminResource resource = routes.find(method, path);
    if (resource == null) {
      Set<String> others = routes.methods(path);
      answer(
          ctx,
          request,
          others.isEmpty() ? AdminAnswer.text(404, "nothing here\n") : notAllowed(others));
      return;
    }
    Map<String, String> query;
    try {
      query = firsts(target.parameters());
    } catch (IllegalArgumentException e) {
      refuse(ctx, 400, "the query is not well encoded");
      return;
    }
    AdminRequest asked =
        new AdminRequest(method, path, AdminRoutes.last(path), query, fields(request));
    pause(ctx, State.WORKING);
    work(ctx, request, asked, resource);
  }

  private void work(
      ChannelHandlerContext ctx, HttpRequest request, AdminRequest asked, AdminResource resource) {
    try {
      workers.execute(
          () -> {
            AdminAnswer answer = answer(resource, asked);
            if (!ctx.executor().isShuttingDown()) {
              ctx.executor().execute(() -> answer(ctx, request, answer));
            }
          });
    } catch (RejectedExecutionException e) {
      AdminAnswer later = AdminAnswer.text(503, "too many requests wait here\n");
      answer(ctx, request, later.with("Retry-After", "1"));
    }
  }

  private static AdminAnswer answer(AdminResource resource, AdminRequest asked) {
    try {
      return resource.answer(asked);
    } catch (RuntimeException e) {
      LOG.error("the admin listener could not answer {}", asked.path(), e);
      return AdminAnswer.text(500, "a fault of the program, see its log\n");
    }
  }

  private void answer(ChannelHandlerContext ctx, HttpRequest request, AdminAnswer answer) {
    pause(ctx, State.ANSWERING);
    boolean bodiless = request.method().name().equals("HEAD");
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            bodiless ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body()));
    AnswerFields.addTo(response.headers());
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
    answer.fields().forEach(response.headers()::set);
    boolean keep = HttpUtil.isKeepAlive(request) && !ending;
    HttpUtil.setKeepAlive(response, keep);
    ChannelFuture written = ctx.writeAndFlush(response);
    written.addListener(done -> next(ctx, keep && done.isSuccess()));
  }

  /** Closes once what is being answered is answered, at once otherwise; on the event loop. */
  void end(ChannelHandlerContext ctx) {
    ending = true;
    if (state == State.READING || state == State.STREAMING) {
      ctx.close();
    }
  }

  /** Takes nothing in until the answer is written. */
  private void pause(ChannelHandlerContext ctx, State next) {
    state = next;
    head = null;
    ctx.channel().config().setAutoRead(false);
  }

  private void next(ChannelHandlerContext ctx, boolean keep) {
    if (keep && !ending) {
      state = State.READING;
      ctx.channel().config().setAutoRead(true);
    } else {
      ctx.close();
    }
  }

  /** Answers and closes: what follows on this connection is not looked at. */
  private void refuse(ChannelHandlerContext ctx, int status, String sentence) {
    state = State.CLOSING;
    head = null;
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(status),
            Unpooled.copiedBuffer(sentence + "\n", java.nio.charset.StandardCharsets.UTF_8));
    AnswerFields.addTo(response.headers());
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  private void stream(ChannelHandlerContext ctx) {
    head = null;
    if (!feed.add(ctx.channel())) {
      refuse(ctx, 503, "as many browsers listen as may");
      return;
    }
    state = State.STREAMING;
    HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    AnswerFields.addTo(response.headers());
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream");
    HttpUtil.setTransferEncodingChunked(response, true);
    ctx.writeAndFlush(response);
  }

  private static AdminAnswer notAllowed(Set<String> methods) {
    return AdminAnswer.text(405, "another method is expected\n")
        .with("Allow", String.join(", ", methods));
  }

  private static Map<String, String> firsts(Map<String, List<String>> parameters) {
    Map<String, String> firsts = new LinkedHashMap<>();
    parameters.forEach((name, values) -> firsts.put(name, values.get(0)));
    return firsts;
  }

  private static Map<String, String> fields(HttpRequest request) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (Map.Entry<String, String> field : request.headers()) {
      fields.merge(
          field.getKey().toLowerCase(Locale.ROOT), field.getValue(), (a, b) -> a + ", " + b);
    }
    return fields;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof IdleStateEvent && state != State.WORKING && state != State.STREAMING) {
      ctx.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close(); // a visitor that broke off; what it asked has no effect that would be half done
  }
}
