"""Pages, feeds and sitemaps from the web, politely, and never from inside a private network.

guard     which addresses may be talked to, asked again for every connection
client    one address to its bytes: limits, redirects, robots, delay, cache
links     a feed or sitemap to the addresses of its articles
"""
