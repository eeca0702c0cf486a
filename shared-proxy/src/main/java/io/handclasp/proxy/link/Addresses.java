package io.handclasp.proxy.link;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of names, looked up by the system's resolver on threads of its own and kept for a
 * while, so that no event loop waits and a change in the name service is followed. What is known
 * goes on serving while it is looked up anew, and where that fails. Any thread.
 *
 * <p>The system's resolver and not one of our own, so that a name means here what it means to every
 * other program on the machine: {@code /etc/hosts}, {@code nsswitch.conf}, search domains and all.
 * It does not tell how long an answer holds, so that this is configured. Where a name has addresses
 * of both families, those of the family that comes first count, as both lead to the same place.
 */
public final class Addresses implements AutoCloseable {
  private static final int THREADS = 4;

  private final ConcurrentMap<String, Found> cache = new ConcurrentHashMap<>();
  private final ExecutorService lookups;
  private final Lookup lookup;
  private volatile long keepNanos;

  /** Asks the name service, and may take its time. */
  @FunctionalInterface
  public interface Lookup {
    /**
     * All addresses of a name.
     *
     * @throws UnknownHostException where there are none
     */
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /**
   * What is known of a name.
   *
   * @param latest the lookup that was begun last
   * @param at when it was begun
   * @param good the last good answer before it; null where there was none
   */
  private record Found(
      CompletableFuture<List<InetAddress>> latest,
      long at,
      @Nullable CompletableFuture<List<InetAddress>> good) {

    CompletableFuture<List<InetAddress>> best() {
      return good != null && (!latest.isDone() || latest.isCompletedExceptionally())
          ? good
          : latest;
    }

    @Nullable CompletableFuture<List<InetAddress>> goodByNow() {
      return latest.isDone() && !latest.isCompletedExceptionally() ? latest : good;
    }
  }

  /**
   * Looks names up anew after {@code keep}.
   *
   * @param keep how long an answer serves; failures are not kept
   */
  public Addresses(Duration keep) {
    this(keep, InetAddress::getAllByName);
  }

  /** The same, asking another name service. */
  public Addresses(Duration keep, Lookup lookup) {
    this.lookup = lookup;
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

  /** Answers serve for so long from now on. */
  public void keep(Duration keep) {
    keepNanos = keep.toNanos();
  }

  /**
   * The addresses of a host, in the resolver's order; complete already where they are known, though
   * they may be looked up anew meanwhile. Completes exceptionally with {@link
   * UnknownHostException}.
   */
  public CompletableFuture<List<InetAddress>> of(String host) {
    Found found = cache.get(host);
    if (found != null && !isStale(found)) {
      return found.best();
    }
    Found fresh =
        cache.compute(host, (name, old) -> old == null || isStale(old) ? lookUp(name, old) : old);
    return fresh.best();
  }

  /** Whether it is an address already, so that there is nothing to look up. */
  static boolean isLiteral(String host) {
    return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
  }

  /** Ends the threads; lookups under way fail. */
  @Override
  public void close() {
    lookups.shutdownNow();
  }

  private boolean isStale(Found found) {
    if (!found.latest().isDone()) {
      return false;
    }
    boolean neverKnown = found.latest().isCompletedExceptionally() && found.good() == null;
    return neverKnown || System.nanoTime() - found.at() > keepNanos;
  }

  private Found lookUp(String host, @Nullable Found old) {
    CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
    if (isLiteral(host)) {
      complete(host, answer);
    } else {
      lookups.execute(() -> complete(host, answer));
    }
    return new Found(answer, System.nanoTime(), old == null ? null : old.goodByNow());
  }

  private void complete(String host, CompletableFuture<List<InetAddress>> answer) {
    try {
      answer.complete(ofFirstFamily(lookup.addresses(host)));
    } catch (UnknownHostException | RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  private static List<InetAddress> ofFirstFamily(InetAddress[] addresses)
      throws UnknownHostException {
    if (addresses.length == 0) {
      throw new UnknownHostException("no address");
    }
    Class<?> family = addresses[0].getClass();
    return Arrays.stream(addresses).filter(a -> a.getClass() == family).distinct().toList();
  }
}
