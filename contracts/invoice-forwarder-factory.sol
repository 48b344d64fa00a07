// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {InvoiceForwarder} from "./invoice-forwarder.sol";

/// @title Deploys the forwarders of invoices and sweeps them, many in one transaction, for anyone who asks.
/// @dev Deployed through the deterministic deployment proxy 0x4e59b44847b379578588920cA78FbF26c0B4956C with a fixed salt and no
/// argument, so it, its implementation and every forwarder have the same addresses on every EVM chain. It holds no money,
/// has no state and no administrator.
contract InvoiceForwarderFactory {
    /// One thing to sweep: a forwarder, named by its owner's wallet and its salt, and a token (zero: the chain's own coin).
    struct Item {
        address owner;
        bytes32 salt;
        address token;
    }

    /// @notice A forwarder's balance went to its owner. `amount` is what was sent, 0 when there was nothing.
    event Swept(address indexed forwarder, address indexed owner, address indexed token, uint256 amount);

    /// @notice The transfer failed; the money is still at the forwarder.
    event SweepFailed(address indexed forwarder, address indexed owner, address indexed token);

    /// @notice The transaction's gas does not allow item `index` its `gasPerItem`: send it with more, or fewer items.
    error NotEnoughGas(uint256 index);

    /// @notice The code behind every forwarder.
    InvoiceForwarder public immutable implementation = new InvoiceForwarder();

    /// @notice The address of a forwarder, deployed or not.
    function forwarderOf(address owner, bytes32 salt) public view returns (address) {
        return
            Clones.predictDeterministicAddressWithImmutableArgs(
                address(implementation),
                abi.encodePacked(owner),
                salt
            );
    }

    /// @notice Sweeps every item, deploying forwarders where they are not yet; each item ends in one event.
    /// @param gasPerItem What each transfer may use, 200,000 for usual tokens. An item that needs more, reverts or returns
    /// false becomes `SweepFailed` and harms no other. An item never fails because the transaction's gas ran low: then all of
    /// it reverts, so that a wallet's estimate is right.
    function sweep(Item[] calldata items, uint256 gasPerItem) external {
        for (uint256 i = 0; i < items.length; i++) {
            Item calldata item = items[i];
            address forwarder = _deployOnce(item.owner, item.salt);
            // A call gets 63/64 of the gas that is left (EIP-150); 2000 is for making it.
            if (gasleft() < gasPerItem + gasPerItem / 63 + 2000) revert NotEnoughGas(i);
            try InvoiceForwarder(payable(forwarder)).sweep{gas: gasPerItem}(item.token) returns (uint256 amount) {
                emit Swept(forwarder, item.owner, item.token, amount);
            } catch {
                emit SweepFailed(forwarder, item.owner, item.token);
            }
        }
    }

    function _deployOnce(address owner, bytes32 salt) private returns (address forwarder) {
        forwarder = forwarderOf(owner, salt);
        if (forwarder.code.length == 0)
            Clones.cloneDeterministicWithImmutableArgs(address(implementation), abi.encodePacked(owner), salt);
    }
}
