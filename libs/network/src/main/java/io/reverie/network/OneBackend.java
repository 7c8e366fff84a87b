package io.reverie.network;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;

import org.nd4j.common.config.ND4JClassLoading;

/**
 * Shows ND4J one backend of several. ND4J tries them by priorities that only the environment can change, CUDA's first, and a
 * backend whose native library cannot be loaded ends its initialisation for good instead of handing over to the next.
 */
final class OneBackend extends ClassLoader {

    /** The backend for processors. */
    static final String CPU = "backend-cpu";

    /** The backend for CUDA. */
    static final String CUDA = "backend-cuda";

    private static final String SERVICE = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";

    private final URL service;

    private OneBackend(ClassLoader parent, URL service) {
        super(parent);
        this.service = service;
    }

    /**
     * Lets ND4J, which must not be initialised yet, find this backend alone; does nothing where there is only one.
     *
     * @param backend {@link #CPU} or {@link #CUDA}
     */
    static void offer(String backend) {
        ClassLoader all = ND4JClassLoading.getNd4jClassloader();
        try {
            if (Collections.list(all.getResources(SERVICE)).size() > 1) {
                ND4JClassLoading.setNd4jClassloader(among(all, backend));
            }
        } catch (IOException unreadable) {
            throw new IllegalStateException("the backends of ND4J cannot be listed", unreadable);
        }
    }

    /** A class loader like the other one that knows one backend. */
    static ClassLoader among(ClassLoader all, String backend) {
        return new OneBackend(all, Objects.requireNonNull(OneBackend.class.getResource(backend), backend));
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return name.equals(SERVICE) ? Collections.enumeration(List.of(service)) : super.getResources(name);
    }
}
