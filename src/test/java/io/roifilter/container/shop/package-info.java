/** Code of the shop, which is deployed in its WAR and knows nothing of roi-filter. */
package io.roifilter.container.shop;
