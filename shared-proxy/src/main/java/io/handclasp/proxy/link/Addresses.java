package io.handclasp.proxy.link;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The addresses of names, looked up by the system's resolver on threads of its own and kept for a
 * while, so that no event loop waits and a change in the name service is followed. Any thread.
 */
public final class Addresses implements AutoCloseable {
  private static final int THREADS = 4;

  private final ConcurrentMap<String, Found> cache = new ConcurrentHashMap<>();
  private final ExecutorService lookups;
  private final long keepNanos;

  private record Found(CompletableFuture<List<InetAddress>> addresses, long at) {}

  /**
   * Looks names up anew after {@code keep}.
   *
   * @param keep how long an answer serves; failures are not kept
   */
  public Addresses(Duration keep) {
    keepNanos = keep.toNanos();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "name-lookup");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    lookups = pool;
  }

  /**
   * The addresses of a host, in the resolver's order; complete already where they are known.
   * Completes exceptionally with {@link UnknownHostException}.
   */
  public CompletableFuture<List<InetAddress>> of(String host) {
    Found found = cache.get(host);
    if (found != null && !isStale(found)) {
      return found.addresses();
    }
    Found fresh =
        cache.compute(host, (name, old) -> old == null || isStale(old) ? lookUp(name) : old);
    return fresh.addresses();
  }

  /** Ends the threads; lookups under way fail. */
  @Override
  public void close() {
    lookups.shutdownNow();
  }

  private boolean isStale(Found found) {
    return found.addresses().isCompletedExceptionally()
        || (found.addresses().isDone() && System.nanoTime() - found.at() > keepNanos);
  }

  private Found lookUp(String host) {
    CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
    if (isLiteral(host)) {
      complete(host, answer);
    } else {
      lookups.execute(() -> complete(host, answer));
    }
    return new Found(answer, System.nanoTime());
  }

  /** Literals never reach the name service, so that they may be read at once. */
  private static boolean isLiteral(String host) {
    return host.indexOf(':') >= 0
        || (!host.isEmpty() && host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9')));
  }

  private static void complete(String host, CompletableFuture<List<InetAddress>> answer) {
    try {
      answer.complete(List.of(InetAddress.getAllByName(host)));
    } catch (UnknownHostException e) {
      answer.completeExceptionally(e);
    }
  }
}
